using System.Text.Json.Serialization;

namespace Hub.Domain.Routing;

/// <summary>One rule: when an item looks like this, it goes there. Data, not code; edited by administrators.</summary>
public sealed record RoutingRule
{
    /// <summary>Stable kebab-case key; stored with every ticket that the rule decided.</summary>
    public required string Id { get; init; }

    /// <summary>Rules are tried from the lowest order; equal orders by <see cref="Id"/>.</summary>
    public required int Order { get; init; }

    /// <summary>Who answers for the rule.</summary>
    public required string Owner { get; init; }

    /// <summary>Why the rule exists, for the people who read a route.</summary>
    public required string Note { get; init; }

    /// <summary>False: kept, shown, but not used.</summary>
    public bool Enabled { get; init; } = true;

    public required RuleCondition When { get; init; }
    public required RuleOutcome Then { get; init; }

    /// <summary>What became of the mail of the inbox that it is about; null for any other rule and where nothing is known. Never part of a stored rule.</summary>
    [JsonIgnore]
    public InboxWeight? Learnt { get; init; }
}

/// <summary>What an item must look like. Everything given must hold; within a list one entry is enough. Nothing given holds always.</summary>
public sealed record RuleCondition
{
    /// <summary>Connector kinds: <c>email</c>, <c>lapor</c> …</summary>
    public IReadOnlyList<string> System { get; init; } = [];

    /// <summary>Inboxes or desks, whole, without regard to case.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Words that stand in the source's category.</summary>
    public IReadOnlyList<string> Category { get; init; } = [];

    /// <summary>Services that the source itself names.</summary>
    public IReadOnlyList<int> Service { get; init; } = [];

    /// <summary>Words that stand in the area.</summary>
    public IReadOnlyList<string> Area { get; init; } = [];

    /// <summary>Words that stand in the reporter's organisation.</summary>
    public IReadOnlyList<string> Organisation { get; init; } = [];

    /// <summary>Unit codes in the letter's number, however they are punctuated (<c>B.ABANG</c>).</summary>
    public IReadOnlyList<string> LetterCode { get; init; } = [];

    /// <summary>Null: anybody.</summary>
    public ReporterType? Reporter { get; init; }

    /// <summary>Tests of the text; all must hold.</summary>
    public IReadOnlyList<WordTest> Words { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => System.Count + To.Count + Category.Count + Service.Count + Area.Count + Organisation.Count + LetterCode.Count + Words.Count == 0 && Reporter is null;
}

/// <summary>Whether a private person or an office wrote; an organisation or a letter number makes an office.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReporterType>))]
public enum ReporterType
{
    [JsonStringEnumMemberName("person")]
    Person,

    [JsonStringEnumMemberName("office")]
    Office,
}

/// <summary>A test of words. An entry of several words is a phrase: the words must follow each other.</summary>
public sealed record WordTest
{
    /// <summary>At least one of these.</summary>
    public IReadOnlyList<string> Any { get; init; } = [];

    /// <summary>All of these.</summary>
    public IReadOnlyList<string> All { get; init; } = [];

    /// <summary>None of these.</summary>
    public IReadOnlyList<string> None { get; init; } = [];

    /// <summary>These near each other, in any order.</summary>
    public Near? Near { get; init; }

    /// <summary>True: only this very form of the word; false: any form of it ("pinjam" also finds "peminjaman").</summary>
    public bool Exact { get; init; }

    public TextPart In { get; init; } = TextPart.Both;
}

/// <summary>Two or more words or phrases that stand close together.</summary>
/// <param name="Within">The greatest number of words from the first to the last of them.</param>
public sealed record Near(IReadOnlyList<string> Words, int Within);

/// <summary>Where a word test looks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TextPart>))]
public enum TextPart
{
    [JsonStringEnumMemberName("both")]
    Both,

    [JsonStringEnumMemberName("subject")]
    Subject,

    [JsonStringEnumMemberName("body")]
    Body,
}

/// <summary>What follows when a rule holds. What it leaves out stays open.</summary>
public sealed record RuleOutcome
{
    public string? Bureau { get; init; }
    public int? Service { get; init; }

    /// <summary>The kind's Indonesian code: <c>pengaduan</c>, <c>permohonan</c>, <c>permintaan-informasi</c>, <c>aspirasi</c>, <c>laporan</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Complaint class code.</summary>
    public string? Class { get; init; }

    /// <summary>"Bukan wewenang": whose authority it is.</summary>
    public string? NotOurs { get; init; }

    /// <summary>True: a person decides, whatever the score.</summary>
    public bool Triage { get; init; }

    /// <summary>How many times likelier the outcome becomes; null: the rule settles it.</summary>
    public double? Odds { get; init; }

    /// <summary>The same where the scorer has read those words too, which makes them no second witness; null: as <see cref="Odds"/>.</summary>
    public double? OddsBesideScorer { get; init; }

    /// <summary>How many times likelier this makes what it speaks for.</summary>
    internal double Weight(bool besideScorer) => (besideScorer ? OddsBesideScorer : null) ?? Odds!.Value;
}
