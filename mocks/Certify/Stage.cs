using System.Globalization;
using Hub.Domain;
using Hub.Host.Foundation;

namespace Hub.Mocks.Certify;

/// <summary>One source on the stage: its fake, the settings that lead to it, and how new items come. What it shows is known to it alone.</summary>
internal abstract class Stage : IDisposable
{
    public const string ApiKey = "kunci-sertifikat";

    private static readonly string[] Polled = [KillPoint.RunBegin, KillPoint.RunBegun, KillPoint.Fetch, KillPoint.Fetched, KillPoint.RunEnd, KillPoint.RunEnded];
    private static readonly string[] Filed = [KillPoint.FileRead, KillPoint.FileMove, KillPoint.FileMoved];
    private static readonly string[] Replying = [KillPoint.ReplyMark, KillPoint.ReplyMarked, KillPoint.Replied, KillPoint.ReplyNoted];

    /// <summary>The kind of connector, and the source's name.</summary>
    public abstract string Connector { get; }

    /// <summary>True when answers go back to the source.</summary>
    public virtual bool Replies => false;

    /// <summary>True when a clerk's answer goes anywhere: to the source, or to the reporter by mail.</summary>
    public virtual bool Answers => Replies;

    /// <summary>False for sources that are fed by files.</summary>
    public virtual bool Polls => true;

    /// <summary>Options below <c>Hub:Sources:NAME:Options</c>.</summary>
    public abstract IEnumerable<(string Key, string Value)> Options { get; }

    /// <summary>The points that a life of this source comes to.</summary>
    public IReadOnlyList<string> Points =>
        [.. KillPoint.All.Where(p => (Polls || !Polled.Contains(p)) && (!Polls || !Filed.Contains(p)) && (Replies || !Replying.Contains(p)))];

    /// <summary>What the hub wrote here: one entry for each effect, named so that two of the same name are one too many.</summary>
    public virtual IEnumerable<string> Effects => [];

    /// <summary>Six digits that stand in the title of item <paramref name="number"/> and nowhere else.</summary>
    public static string Mark(int number) => number.ToString("D6", CultureInfo.InvariantCulture);

    /// <param name="number">Never the same twice.</param>
    /// <param name="changedAt">The time of change that it carries.</param>
    public abstract void Add(int number, DateTimeOffset changedAt);

    /// <summary>An item that cannot be processed; its mark stands in its raw bytes.</summary>
    public abstract void AddPoison(int number, DateTimeOffset changedAt);

    /// <summary>What was added since the last call can be seen now; only files need it.</summary>
    public virtual void Show()
    {
    }

    /// <summary>The hub's folder was lost, and with it what people had laid there: they lay it again. Only files need it.</summary>
    public virtual void LayAgain()
    {
    }

    /// <summary>Plays the scene's faults from now on.</summary>
    public abstract void Play(Scene scene);

    /// <summary>What lies about that should not when everything is over; null when nothing does.</summary>
    public virtual string? Residue() => null;

    public abstract void Dispose();

    protected static string Time(DateTimeOffset at) => Wita.At(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    protected static IEnumerable<(string Key, string Value)> Quick(Uri address) =>
    [
        ("Address", address.ToString()), ("SpacingMs", "0"), ("RetryDelayMs", "1"), ("Attempts", "2"), ("TimeoutSeconds", "20"), ("BreakAfter", "1000"), ("LongestWaitSeconds", "1"),
    ];
}

/// <summary>A source that is a web server.</summary>
internal abstract class WebStage(IFake fake) : Stage
{
    public override void Play(Scene scene)
    {
        if (scene.Fault == Fault.None)
        {
            fake.Faults.Clear();
        }
        else
        {
            fake.Faults.Play(scene.Fault, scene.Answers ?? int.MaxValue);
        }
    }

    public override void Dispose() => fake.Dispose();
}
