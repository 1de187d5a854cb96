namespace Hub.Host.Access.Pages;

/// <summary>The fields of the user forms; what is not here cannot be set by a form.</summary>
public sealed class UserForm
{
    public string? Name { get; set; }
    public string? Display { get; set; }
    public string? Email { get; set; }
    public string? Bureau { get; set; }
    public string[]? Roles { get; set; }

    public UserDraft ToDraft() => new()
    {
        Name = (Name ?? "").Trim().ToLowerInvariant(),
        DisplayName = Display,
        Email = Email?.Trim().ToLowerInvariant(),
        Bureau = string.IsNullOrEmpty(Bureau) ? null : Bureau,
        Roles = [.. (Roles ?? []).Distinct(StringComparer.Ordinal)],
    };
}
