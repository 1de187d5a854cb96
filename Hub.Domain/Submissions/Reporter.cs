namespace Hub.Domain.Submissions;

/// <summary>Who sent it. Identity is kept apart from the ticket; the two flags are independent.</summary>
public sealed record Reporter
{
    public static readonly Reporter Unknown = new();

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

    /// <summary>The same with what a later item adds; what was known stays.</summary>
    public Reporter With(Reporter later) => this with
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

    public bool HasIdentity => Name is not null || Email is not null || Phone is not null || Address is not null || NationalId is not null;
}
