using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Hub.Domain.Routing.Scoring;

/// <summary>A model as a file: a versioned, compressed binary that refuses what it does not know.</summary>
public static class TextModelFile
{
    /// <summary>Goes up with every change of the features or the layout; an older file must be trained again.</summary>
    public const int Version = 2;

    private const string Mark = "HUBMODEL";
    private const int MaxLabels = 20_000;
    private const int MaxFeatures = 5_000_000;
    private const long MaxWeights = 200_000_000;

    public static void Save(TextModel model, Stream stream)
    {
        using var packed = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        using var writer = new BinaryWriter(packed, Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        writer.Write(Version);
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
        for (var row = 0; row < model.Features; row++)
        {
            writer.Write(model.Vocabulary.Keys[row]);
            writer.Write(model.Vocabulary.Telling[row]);
            writer.Write(model.Weights.Scales[row]);
            writer.Write(MemoryMarshal.AsBytes(model.Weights.Bytes.AsSpan(row * model.Bias.Length, model.Labels.Count)));
        }
    }

    /// <param name="name">How the file is called in an error sentence.</param>
    /// <exception cref="InvalidDataException">It is not a model of this version; one sentence.</exception>
    public static TextModel Load(Stream stream, string name)
    {
        try
        {
            using var packed = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            using var reader = new BinaryReader(packed, Encoding.UTF8, leaveOpen: true);
            if (reader.ReadString() != Mark)
            {
                throw new InvalidDataException(RuleException.Say("ModelNone", name));
            }

            var version = reader.ReadInt32();
            return version == Version ? Read(reader, name) : throw new InvalidDataException(RuleException.Say("ModelVersion", name, version, Version));
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or DecoderFallbackException || (e is InvalidDataException && !e.Message.StartsWith(name, StringComparison.Ordinal)))
        {
            throw new InvalidDataException(RuleException.Say("ModelNotWhole", name), e);
        }
    }

    private static TextModel Read(BinaryReader reader, string name)
    {
        var calibration = new TextCalibration { Temperature = reader.ReadDouble(), AutoThreshold = reader.ReadDouble(), Rows = reader.ReadInt32() };
        var labels = new string[Bounded(reader.ReadInt32(), MaxLabels, name)];
        var width = (labels.Length + 15) / 16 * 16;
        var bias = new float[width];
        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = reader.ReadString();
            bias[i] = reader.ReadSingle();
        }

        var seen = new HashSet<ulong>();
        for (var left = Bounded(reader.ReadInt32(), MaxFeatures, name); left > 0; left--)
        {
            seen.Add(reader.ReadUInt64());
        }

        var features = Bounded(reader.ReadInt32(), MaxFeatures, name);
        Bounded((long)features * width, MaxWeights, name);
        var keys = new ulong[features];
        var telling = new float[features];
        var weights = new Quantisation(new sbyte[features * width], new float[features]);
        for (var row = 0; row < features; row++)
        {
            keys[row] = reader.ReadUInt64();
            telling[row] = reader.ReadSingle();
            weights.Scales[row] = reader.ReadSingle();
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.Bytes.AsSpan(row * width, labels.Length)));
        }

        return new TextModel(labels, new Vocabulary(keys, telling), weights, bias, calibration, seen);
    }

    private static int Bounded(long count, long max, string name) =>
        count >= 0 && count <= max ? (int)count : throw new InvalidDataException(RuleException.Say("ModelNotWhole", name));
}
