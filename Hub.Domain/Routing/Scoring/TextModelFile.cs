using System.Text;

namespace Hub.Domain.Routing.Scoring;

/// <summary>A model as a file: a versioned binary that refuses what it does not know.</summary>
/// <remarks>A head with lengths, labels and fingerprints, then keys, how telling each is, scales and weights, each in one row of little-endian numbers: they are read where they lie.</remarks>
public static class TextModelFile
{
    /// <summary>Goes up with every change of the features or the layout; an older file must be trained again.</summary>
    public const int Version = 3;

    private const int MaxLabels = 20_000;
    private const int MaxFeatures = 5_000_000;
    private const long MaxWeights = 200_000_000;

    /// <summary>Bytes of mark, version and length of the head.</summary>
    private const int Start = 16;

    private static ReadOnlySpan<byte> Mark => "HUBMODEL"u8;

    public static void Save(TextModel model, Stream stream)
    {
        var head = Head(model);
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        writer.Write(Version);
        writer.Write(head.Length);
        writer.Write(head);
        writer.Write(model.Vocabulary.Keys.Bytes.Span);
        writer.Write(model.Vocabulary.Telling.Bytes.Span);
        writer.Write(model.Weights.Scales.Bytes.Span);
        writer.Write(model.Weights.Steps.Bytes.Span);
    }

    /// <param name="content">Kept by the model, which reads its numbers there.</param>
    /// <param name="name">How the file is called in an error sentence.</param>
    /// <exception cref="InvalidDataException">It is not a model of this version; one sentence.</exception>
    public static TextModel Load(ReadOnlyMemory<byte> content, string name)
    {
        if (content.Length < Start || !content.Span.StartsWith(Mark))
        {
            throw new InvalidDataException(RuleException.Say("ModelNone", name));
        }

        var version = BitConverter.ToInt32(content.Span[Mark.Length..]);
        if (version != Version)
        {
            throw new InvalidDataException(RuleException.Say("ModelVersion", name, version, Version));
        }

        var head = BitConverter.ToInt32(content.Span[(Mark.Length + sizeof(int))..]);
        try
        {
            return Read(content[Start..(Start + head)].ToArray(), content[(Start + head)..]);
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or DecoderFallbackException or ArgumentException or IOException)
        {
            throw new InvalidDataException(RuleException.Say("ModelNotWhole", name), e);
        }
    }

    private static byte[] Head(TextModel model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(model.Calibration.Temperature);
        writer.Write(model.Calibration.AutoThreshold);
        writer.Write(model.Calibration.Rows);
        writer.Write(model.Labels.Count);
        for (var i = 0; i < model.Labels.Count; i++)
        {
            writer.Write(model.Labels[i]);
            writer.Write(model.Bias[i]);
        }

        writer.Write(model.Seen.Count);
        foreach (var print in model.Seen.Order())
        {
            writer.Write(print);
        }

        writer.Write(model.Features);
        while (stream.Length % sizeof(ulong) != 0)
        {
            writer.Write((byte)0);
        }

        return stream.ToArray();
    }

    /// <exception cref="IOException">It is not whole.</exception>
    private static TextModel Read(byte[] head, ReadOnlyMemory<byte> numbers)
    {
        using var reader = new BinaryReader(new MemoryStream(head));
        var calibration = new TextCalibration { Temperature = reader.ReadDouble(), AutoThreshold = reader.ReadDouble(), Rows = reader.ReadInt32() };
        var labels = new string[Bounded(reader.ReadInt32(), MaxLabels)];
        var width = (labels.Length + 15) / 16 * 16;
        var bias = new float[width];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = reader.ReadString();
            bias[i] = reader.ReadSingle();
        }

        var seen = new HashSet<ulong>();
        for (var left = Bounded(reader.ReadInt32(), MaxFeatures); left > 0; left--)
        {
            seen.Add(reader.ReadUInt64());
        }

        var features = Bounded(reader.ReadInt32(), MaxFeatures);
        var weights = Bounded((long)features * width, MaxWeights);
        var (telling, scales, steps) = (features * sizeof(ulong), features * (sizeof(ulong) + sizeof(float)), features * (sizeof(ulong) + (2 * sizeof(float))));
        if (numbers.Length != steps + weights)
        {
            throw new EndOfStreamException();
        }

        var vocabulary = new Vocabulary(new Numbers<ulong>(numbers[..telling]), new Numbers<float>(numbers[telling..scales]));
        return new TextModel(labels, vocabulary, new Quantisation(new Numbers<sbyte>(numbers[steps..]), new Numbers<float>(numbers[scales..steps])), bias, calibration, seen);
    }

    private static int Bounded(long count, long max) => count >= 0 && count <= max ? (int)count : throw new FormatException();
}
