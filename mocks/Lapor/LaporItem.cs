using System.Text.Json.Serialization;

namespace Hub.Mocks.Lapor;

/// <summary>A report of the fake, as <c>items.json</c> holds it. Ages are in days before the start; negative ones arrive later.</summary>
internal sealed record LaporItem
{
    public required long Id { get; init; }
    public required double Age { get; init; }
    public required string Title { get; init; }
    public required string Content { get; init; }

    /// <summary>The reporter's own words, where an admin rewrote them.</summary>
    public string? Original { get; init; }

    /// <summary>pengaduan, aspirasi, permintaan informasi, whistle-blowing.</summary>
    public string Classification { get; init; } = "Pengaduan";
    public string? Supervision { get; init; }
    public string? Category { get; init; }
    public string Status { get; init; } = "Terverifikasi";
    public string Name { get; init; } = "Anonim";
    public bool Anonymous { get; init; }
    public bool Secret { get; init; }
    public string? Place { get; init; }
    public string Channel { get; init; } = "Website";

    /// <summary>Hours from the report to its disposition to the province; null: not yet.</summary>
    public double? DisposedAfter { get; init; } = 5;
    public string? Incident { get; init; }
    public IReadOnlyList<string> Files { get; init; } = [];
    public IReadOnlyList<LaporFollowUp> FollowUps { get; init; } = [];

    /// <summary>Anything else that the detail shall carry.</summary>
    [JsonExtensionData]
    public Dictionary<string, System.Text.Json.JsonElement> More { get; init; } = [];
}

/// <summary>An answer in the log of a report.</summary>
/// <param name="After">Hours after the report.</param>
internal sealed record LaporFollowUp(double After, string? From, string Content, string? To = null, string Template = "", IReadOnlyList<string>? Files = null);
