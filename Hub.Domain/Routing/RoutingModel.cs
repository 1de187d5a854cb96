using System.Collections.Concurrent;
using Hub.Domain.Catalogue;
using Hub.Domain.Routing.Scoring;
using Hub.Domain.Submissions;

namespace Hub.Domain.Routing;

/// <summary>The scorer for what rules leave open: what a text is about, what it wants, and how grave it is.</summary>
/// <remarks>Learnt from examples when the program starts: it takes a fraction of a second and cannot get out of step with the examples.</remarks>
public sealed class RoutingModel
{
    private const string ServiceMark = "layanan:";
    private const string OtherMark = "luar:";

    private static readonly ConcurrentDictionary<string, Lazy<RoutingModel>> Learnt = new(StringComparer.Ordinal);

    private readonly TextModel topic;
    private readonly TextModel kind;
    private readonly TextModel grade;

    private RoutingModel(TextModel topic, TextModel kind, TextModel grade)
    {
        this.topic = topic;
        this.kind = kind;
        this.grade = grade;
    }

    /// <summary>Learns from examples and from the decree's own names; the same input gives the same model.</summary>
    /// <exception cref="RuleException">There are too few examples to tell anything apart.</exception>
    public static RoutingModel Learn(IReadOnlyList<RoutingExample> examples, ServiceCatalogue catalogue)
    {
        var read = examples.Select(e => (Example: e, View: TextView.Of(e.Text))).ToList();
        var topics = read.Select(r => (r.View, r.Example.Service is int number ? ServiceMark + number : OtherMark + r.Example.NotOurs));
        var decree = catalogue.Services.SelectMany(s => s.Products.Prepend(s.Name).Select(text => (TextView.Of(text), ServiceMark + s.Number)));
        try
        {
            return new RoutingModel(
                TextTrainer.Train([.. topics, .. decree], calibrate: false),
                TextTrainer.Train([.. read.Where(r => r.Example.Kind is not null).Select(r => (r.View, r.Example.Kind!))], calibrate: false),
                TextTrainer.Train([.. read.Where(r => r.Example.Class is not null).Select(r => (r.View, r.Example.Class!))], calibrate: false));
        }
        catch (ArgumentException e)
        {
            throw new RuleException("contoh latih terlalu sedikit: butuh paling sedikit dua layanan, dua jenis dan dua klasifikasi.", e);
        }
    }

    /// <summary>The model of the examples that ship with the hub; learnt once in a process for the same services.</summary>
    public static RoutingModel Embedded(ServiceCatalogue catalogue)
    {
        var services = string.Join('\n', catalogue.Services.SelectMany(s => s.Products.Prepend(s.Name).Prepend($"{s.Number} {s.Bureau}")));
        return Learnt.GetOrAdd(services, _ => new Lazy<RoutingModel>(() => Learn(RoutingExample.Embedded(catalogue), catalogue))).Value;
    }

    internal IReadOnlyList<(Aim Aim, double Share)> Topics(TextView text, ServiceCatalogue catalogue) =>
        [.. topic.Labels.Zip(topic.Score(text), (label, share) => (Read(label, catalogue), share))];

    internal IReadOnlyList<(SubmissionKind Kind, double Share)> Kinds(TextView text) =>
        [.. kind.Labels.Zip(kind.Score(text), (label, share) => (KindCode.Read(label)!.Value, share))];

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
        var wanted = aim.Service is int number ? ServiceMark + number : OtherMark + aim.NotOurs;
        return topic.Labels.Select((label, i) => (label, i)).Where(l => l.label == wanted).Select(l => l.i).FirstOrDefault(-1);
    }

    private static Aim Read(string label, ServiceCatalogue catalogue)
    {
        if (label.StartsWith(OtherMark, StringComparison.Ordinal))
        {
            return new Aim(null, null, label[OtherMark.Length..]);
        }

        var service = catalogue.FindService(int.Parse(label.AsSpan(ServiceMark.Length)))!;
        return new Aim(service.Bureau, service.Number, null);
    }
}
