using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing.Scoring;
using Hub.Domain.Submissions;

namespace Hub.Domain.Routing;

/// <summary>The scorer for what rules leave open: what a text is about, what it wants, and how grave it is.</summary>
/// <remarks>Learnt from examples. The model of those that ship is shipped with them; what an office decides adds a lesson to it (<see cref="With"/>).</remarks>
public sealed class RoutingModel
{
    private const string ServiceMark = "layanan:";
    private const string BureauMark = "biro:";
    private const string OtherMark = "luar:";

    /// <summary>Goes up with every change of the layout; an older file must be trained again.</summary>
    public const int Version = 4;

    /// <summary>Made by <c>route train --examples</c>; a test holds that the examples give just these bytes.</summary>
    internal const string ShippedFile = "routing-model.bin";

    private const string Mark = "HUBROUTING";

    /// <summary>Bytes before the first part: its numbers shall lie at places that are multiples of eight.</summary>
    private const int Start = 16;

    private static readonly ConcurrentDictionary<string, Lazy<RoutingModel>> Learnt = new(StringComparer.Ordinal);

    private readonly TextModel topic;
    private readonly TextModel kind;
    private readonly TextModel grade;
    private readonly Lazy<string> fingerprint;

    private RoutingModel(TextModel topic, TextModel kind, TextModel grade, int lesson = 0)
    {
        Lesson = lesson;
        fingerprint = new Lazy<string>(() => Convert.ToHexString(SHA256.HashData(topic.Weights.Scales.Bytes.Span).AsSpan(0, 16)));
        this.topic = topic;
        this.kind = kind;
        this.grade = grade;
    }

    /// <summary>Learns from examples and from the decree's own names; the same input gives the same model.</summary>
    /// <exception cref="RuleException">There are too few examples to tell anything apart.</exception>
    public static RoutingModel Learn(IReadOnlyList<RoutingExample> examples, ServiceCatalogue catalogue)
    {
        var read = examples.Select(e => (Example: e, View: TextView.Of(e.Text))).ToList();
        var topics = read.Select(r => (r.View, LabelOf(new Aim(r.Example.Bureau, r.Example.Service, r.Example.NotOurs))));
        var decree = catalogue.Services.SelectMany(s => s.Products.Prepend(s.Name).Select(text => (TextView.Of(text), ServiceMark + s.Number)));
        try
        {
            return new RoutingModel(
                TextTrainer.Train([.. topics, .. decree], calibrate: false),
                TextTrainer.Train([.. read.Where(r => r.Example.Kind is not null).Select(r => (r.View, r.Example.Kind!))], calibrate: false, manner: true),
                TextTrainer.Train([.. read.Where(r => r.Example.Class is not null).Select(r => (r.View, r.Example.Class!))], calibrate: false));
        }
        catch (ArgumentException e)
        {
            throw RuleException.Of(e, "TooFewExamples");
        }
    }

    /// <summary>The model of the examples that ship with the hub: read from the file that ships beside them, or learnt (some ten seconds) for another catalogue.</summary>
    public static RoutingModel Embedded(ServiceCatalogue catalogue) =>
        Learnt.GetOrAdd(Print(catalogue), print => new Lazy<RoutingModel>(() => print == Print(ServiceCatalogue.Embedded())
            ? Shipped(catalogue)
            : Learn(RoutingExample.Embedded(catalogue), catalogue))).Value;

    private static RoutingModel Shipped(ServiceCatalogue catalogue) => Load(ResourceMemory.Of(typeof(RoutingModel).Assembly, ShippedFile), ShippedFile, catalogue);

    /// <summary>What the model learns from a catalogue, in one text.</summary>
    private static string Print(ServiceCatalogue catalogue) =>
        string.Join('\n', catalogue.Services.SelectMany(s => s.Products.Prepend(s.Name).Prepend($"{s.Number} {s.Bureau}")));

    /// <summary>The number of the office's own lesson that is in it; 0 when it is the model that ships.</summary>
    public int Lesson { get; }

    /// <summary>The same for equal weights: a lesson belongs to the model that it was measured with.</summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>Learns from what an office decided; places that the model does not know are left out.</summary>
    /// <param name="known">Examples that it learnt from, so that it does not unlearn them.</param>
    /// <returns>Null when there is too little to learn.</returns>
    public RoutingLesson? Study(IReadOnlyList<DecidedItem> items, IReadOnlyList<RoutingExample> known, CancellationToken cancellation)
    {
        var number = topic.Labels.Select((label, i) => (label, i)).ToDictionary(l => l.label, l => l.i, StringComparer.Ordinal);
        var own = items.Where(i => number.ContainsKey(LabelOf(i.Aim))).Select(i => new TunedText(new QuestionView(i.Question).Text, number[LabelOf(i.Aim)], i.Writer)).ToList();
        var rehearsed = known.Select(e => (TextView.Of(e.Text), number[LabelOf(new Aim(e.Bureau, e.Service, e.NotOurs))])).ToList();
        return TextTuner.Tune(topic, own, rehearsed, cancellation) is { } tuned ? new RoutingLesson(0, tuned) : null;
    }

    /// <summary>This model with a lesson of its own.</summary>
    /// <exception cref="InvalidDataException">The lesson belongs to another model.</exception>
    public RoutingModel With(RoutingLesson lesson) => lesson.Topic.Labels.SequenceEqual(topic.Labels, StringComparer.Ordinal)
        ? new RoutingModel(topic.With(lesson.Topic), kind, grade, lesson.Number)
        : throw new InvalidDataException(RuleException.Say("LessonStranger", lesson.Number));

    /// <summary>The model as a file: a mark, a version, and the three text models one after the other.</summary>
    public void Save(Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        writer.Write(Version);
        writer.Write((byte)0);
        foreach (var part in (TextModel[])[topic, kind, grade])
        {
            using var saved = new MemoryStream();
            TextModelFile.Save(part, saved);
            writer.Write(saved.Length);
            writer.Write(saved.GetBuffer().AsSpan(0, (int)saved.Length));
        }
    }

    /// <param name="content">Kept by the model, which reads its weights there.</param>
    /// <param name="name">How the file is called in an error sentence.</param>
    /// <exception cref="InvalidDataException">It is no model of this version, or of another catalogue; one sentence.</exception>
    public static RoutingModel Load(ReadOnlyMemory<byte> content, string name, ServiceCatalogue catalogue)
    {
        var version = Mark.Length + 1;
        if (content.Length < Start || Encoding.UTF8.GetString(content.Span[1..version]) != Mark || BitConverter.ToInt32(content.Span[version..]) != Version)
        {
            throw new InvalidDataException(RuleException.Say("ModelUnknown", name));
        }

        var rest = content[Start..];
        var model = new RoutingModel(Part(ref rest, name), Part(ref rest, name), Part(ref rest, name));
        return model.Stranger(catalogue) is string stranger
            ? throw new InvalidDataException(RuleException.Say("ModelStranger", name, stranger))
            : model;
    }

    private static TextModel Part(ref ReadOnlyMemory<byte> rest, string name)
    {
        var length = rest.Length < sizeof(long) ? 0 : BitConverter.ToInt64(rest.Span);
        if (length <= 0 || length > rest.Length - sizeof(long))
        {
            throw new InvalidDataException(RuleException.Say("ModelNotWhole", name));
        }

        var part = rest.Slice(sizeof(long), (int)length);
        rest = rest[(sizeof(long) + (int)length)..];
        return TextModelFile.Load(part, name);
    }

    /// <summary>A label that the catalogue does not have; null when it knows them all.</summary>
    private string? Stranger(ServiceCatalogue catalogue) =>
        topic.Labels.FirstOrDefault(label => !label.StartsWith(OtherMark, StringComparison.Ordinal)
            && !(label.StartsWith(BureauMark, StringComparison.Ordinal) && catalogue.FindBureau(label[BureauMark.Length..]) is not null)
            && !(label.StartsWith(ServiceMark, StringComparison.Ordinal) && int.TryParse(label.AsSpan(ServiceMark.Length), out var number) && catalogue.FindService(number) is not null))
        ?? kind.Labels.FirstOrDefault(label => KindCode.Read(label) is null)
        ?? grade.Labels.FirstOrDefault(label => catalogue.Classes.Values.All(table => table.All(c => c.Code != label)));

    /// <summary>What a text can be about.</summary>
    internal IReadOnlyList<Aim> Aims(ServiceCatalogue catalogue) => [.. topic.Labels.Select(label => Read(label, catalogue))];

    /// <summary>How likely each of the aims is, in their order.</summary>
    internal double[] Topics(TextView text) => topic.Score(text);

    internal IReadOnlyList<(SubmissionKind Kind, double Share)> Kinds(TextView text) =>
        [.. kind.Labels.Zip(kind.Score(text.Manner), (label, share) => (KindCode.Read(label)!.Value, share))];

    internal double Grade(TextView text, string code) =>
        grade.Labels.Zip(grade.Score(text)).FirstOrDefault(l => l.First == code).Second;

    /// <summary>The words that spoke for one bureau's best aim against the best aim of the runner-up.</summary>
    internal IReadOnlyList<WordWeight> Explain(TextView text, Aim top, Aim against)
    {
        var (label, other) = (Number(top), Number(against));
        return label < 0 || other < 0 ? [] : topic.Explain(text, label, other);
    }

    private int Number(Aim aim)
    {
        var wanted = LabelOf(aim);
        return topic.Labels.Select((label, i) => (label, i)).Where(l => l.label == wanted).Select(l => l.i).FirstOrDefault(-1);
    }

    private static string LabelOf(Aim aim) => aim switch
    {
        { Service: int number } => ServiceMark + number,
        { NotOurs: string target } => OtherMark + target,
        _ => BureauMark + aim.Bureau,
    };

    private static Aim Read(string label, ServiceCatalogue catalogue)
    {
        if (label.StartsWith(OtherMark, StringComparison.Ordinal))
        {
            return new Aim(null, null, label[OtherMark.Length..]);
        }

        if (label.StartsWith(BureauMark, StringComparison.Ordinal))
        {
            return new Aim(label[BureauMark.Length..], null, null);
        }

        var service = catalogue.FindService(int.Parse(label.AsSpan(ServiceMark.Length)))!;
        return new Aim(service.Bureau, service.Number, null);
    }
}
