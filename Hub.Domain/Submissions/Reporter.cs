namespace Hub.Domain.Submissions;

/// <summary>Who sent it. Identity is kept apart from the ticket; the two flags are independent.</summary>
public sealed record Reporter
{
    public static readonly Reporter Unknown = new();

    /// <summary>A source that names another sender each time makes no record without end.</summary>
    private const int MostBeside = 100;

    public string? Name { get; init; }

    /// <summary>An e-mail address, lower case.</summary>
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string? Address { get; init; }

    /// <summary>Nomor Induk Kependudukan, 16 digits.</summary>
    public string? NationalId { get; init; }

    /// <summary>The office or body for which the item was sent; no personal data, and of a protected reporter as telling as a name.</summary>
    public string? Organisation { get; init; }

    /// <summary>Anonim: no reader below the verifier sees who it is.</summary>
    public bool Anonymous { get; init; }

    /// <summary>Rahasia: only the assigned handlers and verifiers see the text.</summary>
    public bool Secret { get; init; }

    public bool IsProtected => Anonymous || Secret;

    /// <summary>What was said differently of who sent it, later or by another: nobody is written to by it, and of a protected reporter it is covered like the rest. Null while there is none.</summary>
    public IReadOnlyList<Reporter>? Also { get; init; }

    /// <summary>All that it was said to be.</summary>
    public IEnumerable<Reporter> All() => [this, .. Also ?? []];

    /// <summary>The same with what a later item adds; what was known stays, and what it says differently stands beside it.</summary>
    public Reporter With(Reporter later) => Filled(later).Beside(later);

    /// <summary>What of this one is not said of the other too.</summary>
    /// <returns>Without a body and without flags; <see cref="Unknown"/> where nothing is left.</returns>
    public Reporter Except(Reporter other)
    {
        var left = All().Select(one =>
        {
            string? Own(Func<Reporter, string?> field) => field(one) is { Length: > 0 } said && !other.All().Any(known => string.Equals(field(known)?.Trim(), said.Trim(), StringComparison.OrdinalIgnoreCase)) ? said : null;
            return new Reporter { Name = Own(static r => r.Name), Email = Own(static r => r.Email), Phone = Own(static r => r.Phone), Address = Own(static r => r.Address), NationalId = Own(static r => r.NationalId) };
        }).Where(static one => one != Unknown).ToList();
        return left switch
        {
            [] => Unknown,
            [var first] => first,
            [var first, .. var also] => first with { Also = also },
        };
    }

    /// <summary>The same, with all that another item says differently beside it.</summary>
    public Reporter Beside(Reporter other) => other.All().Aggregate(this, static (known, one) => known.BesideOne(one));

    private Reporter BesideOne(Reporter other)
    {
        string? New(Func<Reporter, string?> field) => field(other) is { Length: > 0 } said && !All().Any(known => string.Equals(field(known), said, StringComparison.OrdinalIgnoreCase)) ? said : null;
        var different = new Reporter
        {
            Name = New(static r => r.Name), Email = New(static r => r.Email), Phone = New(static r => r.Phone), Address = New(static r => r.Address), NationalId = New(static r => r.NationalId), Organisation = New(static r => r.Organisation),
        };
        return different == Unknown || Also?.Count >= MostBeside ? this : this with { Also = [.. Also ?? [], different] };
    }

    private Reporter Filled(Reporter later) => this with
    {
        Name = Name ?? later.Name,
        Email = Email ?? later.Email,
        Phone = Phone ?? later.Phone,
        Address = Address ?? later.Address,
        NationalId = NationalId ?? later.NationalId,
        Organisation = Organisation ?? later.Organisation,
        Anonymous = Anonymous || later.Anonymous,
        Secret = Secret || later.Secret,
    };

    public bool HasIdentity => All().Any(static r => r.Name is not null || r.Email is not null || r.Phone is not null || r.Address is not null || r.NationalId is not null);
}
