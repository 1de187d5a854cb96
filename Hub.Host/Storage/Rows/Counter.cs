namespace Hub.Host.Storage.Rows;

/// <summary>The last number given, by name: <c>ticket:2026</c>.</summary>
public sealed class Counter
{
    /// <summary>Before the year in the name of the counter of its tickets.</summary>
    public const string TicketsOf = "ticket:";

    public required string Name { get; set; }
    public required int Last { get; set; }
}
