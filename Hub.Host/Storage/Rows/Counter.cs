namespace Hub.Host.Storage.Rows;

/// <summary>The last number given, by name: <c>ticket:2026</c>.</summary>
public sealed class Counter
{
    public required string Name { get; set; }
    public required int Last { get; set; }
}
