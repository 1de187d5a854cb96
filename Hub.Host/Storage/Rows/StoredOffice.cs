namespace Hub.Host.Storage.Rows;

/// <summary>An office of the province outside the nine bureaus. Its liaison officer is the <see cref="Contact"/> with its code.</summary>
public sealed class StoredOffice
{
    public required string Code { get; set; }
    public required string Name { get; set; }

    /// <summary>Shorter names, apart by commas, the usual one first.</summary>
    public string Also { get; set; } = "";

    /// <summary>Where letters go.</summary>
    public string? PostalAddress { get; set; }
    public string? Phone { get; set; }

    /// <summary>How LAPOR numbers it.</summary>
    public string? LaporId { get; set; }
}
