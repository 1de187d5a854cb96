using Hub.Connectors.Reading;
using Hub.Domain.Submissions;

namespace Hub.Connectors.KaltaraApi;

/// <summary>How one system's items are found and read, as data: an administrator can put another in its place without a rebuild.</summary>
/// <remarks>
/// A <em>field</em> is a path such as <c>pemohon.nama</c>, with a form behind a colon where it is to be shown: <c>nilai_usulan:money</c>
/// (see <see cref="FieldForms"/>). A <em>text</em> holds fields in braces; a line whose fields are all empty is left out.
/// </remarks>
public sealed record Mapping
{
    public required ListMapping List { get; init; }

    /// <summary>Of times without an offset; default WITA.</summary>
    public SourceZone Zone { get; init; } = SourceZone.Wita;

    /// <summary>The fields that name an item for ever, joined by a colon.</summary>
    public required IReadOnlyList<string> Id { get; init; }

    /// <summary>When the item last changed; null where the source does not say.</summary>
    public string? Updated { get; init; }

    /// <summary>When the source took the item in; the first that can be read counts.</summary>
    public IReadOnlyList<string> Received { get; init; } = [];

    /// <summary>When the item ended; the first that can be read counts, and only where the status says that it is over.</summary>
    public IReadOnlyList<string> Ended { get; init; } = [];

    /// <summary>When our side answered.</summary>
    public IReadOnlyList<string> Answered { get; init; } = [];

    /// <summary>Texts; the first that is not empty counts.</summary>
    public required IReadOnlyList<string> Title { get; init; }

    /// <summary>Texts, one paragraph each.</summary>
    public required IReadOnlyList<string> Body { get; init; }
    public required StatusMapping Status { get; init; }
    public KindMapping Kind { get; init; } = new();
    public ServiceMapping Service { get; init; } = new();
    public string? Category { get; init; }
    public string? Area { get; init; }
    public string? LetterNumber { get; init; }
    public string? EventOn { get; init; }
    public string? Link { get; init; }
    public ReporterMapping Reporter { get; init; } = new();
    public IReadOnlyList<FactMapping> Facts { get; init; } = [];
    public AttachmentMapping? Attachments { get; init; }

    /// <summary>Two fields by which a share is told from a percentage: part and whole.</summary>
    public PercentMapping? Percent { get; init; }

    /// <summary>Fields that are known and carry nothing for a ticket; one that is named like a flag protects all the same.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Fields that change without the item changing, such as counters of views.</summary>
    public IReadOnlyList<string> Volatile { get; init; } = [];

    /// <summary>For files: field to the headings it may have; <c>tahun</c> and the like are found under their own name without a line here.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Columns { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>What is sent for each kind of reply; a kind that is absent is not sent to this source.</summary>
    public IReadOnlyDictionary<ReplyKind, ReplyMapping> Replies { get; init; } = new Dictionary<ReplyKind, ReplyMapping>();
}

/// <summary>Where the list is and how it is paged.</summary>
public sealed record ListMapping
{
    /// <summary>Below the address of the options.</summary>
    public required string Path { get; init; }

    /// <summary>Where the items lie in the answer; the first path that is a list counts. An empty path is the answer itself.</summary>
    public IReadOnlyList<string> Items { get; init; } = ["data", "results.data", "data.data", "result", "results", ""];

    public PagingStyle Paging { get; init; } = PagingStyle.Auto;
    public string PageParameter { get; init; } = "page";

    /// <summary>Null sends none.</summary>
    public string? SizeParameter { get; init; } = "per_page";
    public int PageSize { get; init; } = 100;

    /// <summary>The parameter for "changed since"; null reads everything every time.</summary>
    public string? SinceParameter { get; init; }

    /// <summary>How that instant is written, in the zone of the mapping.</summary>
    public string SinceForm { get; init; } = "yyyy-MM-dd HH:mm:ss";

    /// <summary>False for sources whose count of items is not true.</summary>
    public bool TrustTotal { get; init; } = true;

    /// <summary>Sent with every call.</summary>
    public IReadOnlyDictionary<string, string> Query { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>When a list ends.</summary>
public enum PagingStyle
{
    /// <summary>As the answer says (<c>meta.last_page</c>, <c>links.next</c>, <c>next_page_url</c>); one page where it says nothing.</summary>
    Auto,

    /// <summary>At the first page with fewer items than asked for.</summary>
    UntilShort,

    /// <summary>There is one page.</summary>
    OnePage,
}

/// <summary>Which fields hold the status, and what their words mean.</summary>
public sealed record StatusMapping
{
    /// <summary>Several are joined by <c> | </c>; the table is asked for all of them together first, then for the first alone.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Word to <see cref="SourceState"/>; case and blanks do not matter.</summary>
    public required IReadOnlyDictionary<string, string> Table { get; init; }
}

/// <summary>What the item is: by the words of a field, else the default.</summary>
public sealed record KindMapping
{
    public SubmissionKind? Default { get; init; }
    public string? Field { get; init; }
    public IReadOnlyDictionary<string, string> Table { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>The service of the decree: by the words of a field, else the default; null leaves it to the router.</summary>
public sealed record ServiceMapping
{
    public int? Default { get; init; }
    public string? Field { get; init; }
    public IReadOnlyDictionary<string, int?> Table { get; init; } = new Dictionary<string, int?>(StringComparer.Ordinal);
}

/// <summary>Who sent it.</summary>
public sealed record ReporterMapping
{
    public string? Name { get; init; }
    public string? Organisation { get; init; }

    /// <summary>Who applies, where a source has one field for bodies and for persons: what is called like a body is the organisation, everybody else the reporter.</summary>
    public string? Applicant { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Address { get; init; }
    public string? NationalId { get; init; }

    /// <summary>The field by which somebody wishes not to be named; null where the source has no such wish. Only a clear no is a no.</summary>
    public string? Anonymous { get; init; }

    /// <summary>The field that keeps the text itself to its handlers; read like <see cref="Anonymous"/>.</summary>
    public string? Secret { get; init; }
}

/// <summary>One line on the ticket.</summary>
public sealed record FactMapping(string Label, string Field);

/// <summary>The files of an item: a list of objects, or of addresses.</summary>
public sealed record AttachmentMapping
{
    public required string List { get; init; }
    public string Name { get; init; } = "nama";
    public string Link { get; init; } = "url";
}

/// <summary>See <see cref="Mapping.Percent"/>.</summary>
public sealed record PercentMapping(string Field, string Part, string Whole);

/// <summary>One call that tells the source.</summary>
public sealed record ReplyMapping
{
    /// <summary><c>{key}</c> is the source's key of the item, see <see cref="KeyField"/>.</summary>
    public required string Path { get; init; }
    public ReplyMethod Method { get; init; } = ReplyMethod.Patch;

    /// <summary>Looked up with <see cref="LookupParameter"/> when it is not the id itself.</summary>
    public string? KeyField { get; init; }

    /// <summary>The list's parameter that finds one item by its id.</summary>
    public string? LookupParameter { get; init; }

    /// <summary>Field to value; <c>{text}</c>, <c>{target}</c> and <c>{idempotency}</c> are filled in.</summary>
    public required IReadOnlyDictionary<string, string> Body { get; init; }
}

/// <summary>How a reply is sent.</summary>
public enum ReplyMethod
{
    Patch,
    Post,
}
