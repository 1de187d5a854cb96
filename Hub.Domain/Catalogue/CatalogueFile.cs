using System.Text.Json.Serialization;

namespace Hub.Domain.Catalogue;

/// <summary>The shape of <c>catalogue.json</c>.</summary>
internal sealed record CatalogueFile
{
    public required Decree Decree { get; init; }
    public required IReadOnlyList<Bureau> Bureaus { get; init; }
    public required IReadOnlyDictionary<string, IReadOnlyList<ComplaintClass>> Classes { get; init; }
    public required IReadOnlyList<OwnedSystem> Systems { get; init; }
    public required IReadOnlyList<Service> Services { get; init; }
}

/// <summary>The legal act that the catalogue reproduces.</summary>
public sealed record Decree(string Number, DateOnly Date, string Title, string Authority);

/// <summary>One of the nine bureaus of the Regional Secretariat.</summary>
public sealed record Bureau
{
    /// <summary>Stable kebab-case key in settings, tables and addresses.</summary>
    public required string Code { get; init; }
    public required string Numeral { get; init; }
    public required string Name { get; init; }
    public required string ShortName { get; init; }

    /// <summary>Unit codes seen in its letter numbers (<c>400/442/BKESRA/2025</c>); a hint, never proof.</summary>
    public required IReadOnlyList<string> LetterCodes { get; init; }
    public required IReadOnlyList<BureauChannel> Channels { get; init; }

    /// <summary>The inboxes that may route: e-mail channels without the decree's misprints.</summary>
    public IEnumerable<string> Inboxes => Channels.Where(c => c.IsMail && c.Routes).Select(c => c.Value);

    /// <summary>Those among its inboxes that the whole province is written to: what lies in them says nothing about whose it is.</summary>
    public IEnumerable<string> GeneralInboxes => Channels.Where(c => c.General).Select(c => c.Value);
}

/// <summary>A way to reach a bureau, as printed in the decree.</summary>
/// <param name="Routes">False where the value is shared by several bureaus or misprinted: it must never decide a route.</param>
/// <param name="General">True for the address of the whole province, which one bureau reads.</param>
public sealed record BureauChannel(string Type, string Value, bool Routes = true, string? Note = null, bool General = false)
{
    public bool IsMail => Type == "email";
}

/// <summary>A complaint class of one of the two tables.</summary>
public sealed record ComplaintClass(string Code, string Name);

/// <summary>An outside system and the bureau that answers for it.</summary>
/// <param name="Verifies">True for the one system whose bureau looks at everything first: it brings in matters of all bureaus, and what nobody claims stays there.</param>
/// <param name="ClassTable">The class table of all that comes through it; null where the service decides.</param>
public sealed record OwnedSystem(string Code, string Name, string Bureau, IReadOnlyList<int> Services, bool Verifies = false, string? ClassTable = null);

/// <summary>One of the 34 services, in the decree's words.</summary>
public sealed record Service
{
    public required int Number { get; init; }
    public required string Bureau { get; init; }
    public required string Code { get; init; }
    public required string Name { get; init; }
    public required IReadOnlyList<string> Requirements { get; init; }

    /// <summary>The requirements where more is known of them than their words; null where they are only printed.</summary>
    [JsonPropertyName("checklist")]
    public IReadOnlyList<Requirement>? Known { get; init; }

    /// <summary>What must be there, numbered from 1 in this order.</summary>
    [JsonIgnore]
    public IReadOnlyList<Requirement> Checklist => Known ?? [.. Requirements.Select(text => new Requirement { Text = text })];
    public required IReadOnlyList<string> Procedure { get; init; }
    public required IReadOnlyList<string> Products { get; init; }

    /// <summary>WAKTU PELAYANAN as printed; its reading is a <c>ServiceStandard</c>.</summary>
    public required string Time { get; init; }
    public required string Fee { get; init; }
    public required IReadOnlyList<BureauChannel> Channels { get; init; }

    /// <summary>Which class table its complaints follow; null where the decree prints none.</summary>
    public string? ClassTable { get; init; }
    public required IReadOnlyList<string> LegalBasis { get; init; }
}
