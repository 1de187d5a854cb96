using Hub.Host.Storage.Rows;

namespace Hub.Host.People.Access;

/// <summary>What an administrator may say about somebody; nothing else can come in by a form.</summary>
public sealed record UserDraft
{
    public string Name { get; init; } = "";
    public string? DisplayName { get; init; }
    public string? Email { get; init; }
    public string? Bureau { get; init; }
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The account is to be closed; nothing else of it changes. By no form.</summary>
    public bool IsClosed { get; init; }

    /// <summary>The closed account is to be opened again as it is. By no form.</summary>
    public bool IsReopened { get; init; }
}

/// <summary>One line of the list of users.</summary>
public sealed record UserLine(User User, IReadOnlyList<string> Roles, DateTimeOffset? SeenAt);
