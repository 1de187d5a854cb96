namespace Hub.Domain.Privacy;

/// <summary>Something protected that stands in a text about to leave. Never carries the value itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Part">The name of the <see cref="OutgoingPart"/>.</param>
/// <param name="Start">Index of its first character in the part.</param>
/// <param name="Length">In characters.</param>
public sealed record Leak(LeakKind Kind, string Part, int Start, int Length);

/// <summary>What was seen.</summary>
public enum LeakKind
{
    /// <summary>Nomor Induk Kependudukan, or the number of another personal paper.</summary>
    NationalId,

    /// <summary>Nomor Pokok Wajib Pajak.</summary>
    TaxId,
    Phone,

    /// <summary>Of a bank.</summary>
    Account,
    Email,

    /// <summary>A name in a social network or messenger.</summary>
    Handle,

    /// <summary>Of a vehicle.</summary>
    Plate,
    Name,
    Address,

    /// <summary>Words of a text marked rahasia.</summary>
    SecretText,
}

/// <summary>A piece of what leaves: subject, text, HTML, the name of an attachment.</summary>
/// <param name="Name">For the finding: <c>subject</c>, <c>text</c>, <c>attachment 2</c> …</param>
/// <param name="Text">As it will be sent.</param>
public sealed record OutgoingPart(string Name, string Text);
