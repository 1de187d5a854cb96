using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.Http;

/// <summary>How gently and how stubbornly a source is called over HTTP. The options of every HTTP connector inherit these.</summary>
public abstract class WireOptions : IExpires
{
    /// <summary>Until when key or token are valid, for the warning ahead; null: unknown.</summary>
    public DateOnly? CredentialsExpireOn { get; set; }

    /// <summary>For one attempt, from the first byte sent to the last byte read; default 30.</summary>
    [FineTuning]
    [Range(1, 600, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>The first attempt included; default 4. Only what is worth repeating is repeated.</summary>
    [FineTuning]
    [Range(1, 10, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Attempts { get; set; } = 4;

    /// <summary>The wait before the second attempt; each further one doubles, with jitter. Default 1000.</summary>
    [FineTuning]
    [Range(0, 60_000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int RetryDelayMs { get; set; } = 1000;

    /// <summary>A <c>Retry-After</c> longer than this is not sat out but handed to the schedule; default 60.</summary>
    [FineTuning]
    [Range(1, 3600, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int LongestWaitSeconds { get; set; } = 60;

    /// <summary>The least time between the beginnings of two calls; default 250.</summary>
    [FineTuning]
    [Range(0, 60_000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public virtual int SpacingMs { get; set; } = 250;

    /// <summary>After this many failed attempts within a minute (and no fewer than half of all) no call leaves for a while; default 10.</summary>
    [FineTuning]
    [Range(2, 1000, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int BreakAfter { get; set; } = 10;

    /// <summary>How long "a while" is; default 60.</summary>
    [FineTuning]
    [Range(1, 3600, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int BreakSeconds { get; set; } = 60;

    /// <summary>The largest answer that is taken, unpacked; default 8: a page of 200 items has 1. An answer may take six times its size in memory.</summary>
    [FineTuning]
    [Range(1, 256, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public virtual int LargestAnswerMb { get; set; } = 8;

    /// <summary>The largest item in an answer; a larger one is set aside and the others are taken. Default 1024, as much as a push.</summary>
    [FineTuning]
    [Range(16, 65_536, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int LargestItemKb { get; set; } = 1024;
}
