namespace Hub.Host.Storage;

/// <summary>A row of a look that asks the store several things with one statement; whoever asked knows his own.</summary>
internal sealed record LookedUp
{
    /// <summary>An item that waits and has no ticket: its id.</summary>
    public const int NewItem = 1;

    /// <summary>An item that waits and has one: its id.</summary>
    public const int KnownItem = 2;

    /// <summary>A Message-ID: the ticket that it belongs to.</summary>
    public const int LinkedMessage = 3;

    /// <summary>An address: how many mails went there lately.</summary>
    public const int WrittenAddress = 4;

    public int What { get; init; }

    public string Name { get; init; } = "";

    public long Number { get; init; }
}
