namespace Hub.Host.Storage.Rows;

/// <summary>A list that a person has given a name.</summary>
public sealed class SavedFilter
{
    public long Id { get; set; }
    public required string UserName { get; set; }
    public required string Name { get; set; }

    /// <summary>The query of its address; made from a filter, never typed.</summary>
    public required string Address { get; set; }
}
