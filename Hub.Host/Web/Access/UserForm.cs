using Hub.Host.People.Access;

namespace Hub.Host.Web.Access;

/// <summary>The fields of the user forms; what is not read here cannot be set by a form.</summary>
internal static class UserForm
{
    /// <returns>Null when the request is not that form.</returns>
    public static UserDraft? Read(HttpRequest request, string form) => request.HasFormContentType && request.Form["_handler"] == form
        ? new UserDraft
        {
            Name = Text(request, "name").ToLowerInvariant(),
            DisplayName = Text(request, "display"),
            Email = Text(request, "email").ToLowerInvariant(),
            Bureau = Text(request, "bureau") is { Length: > 0 } bureau ? bureau : null,
            Roles = [.. request.Form["roles"].OfType<string>().Distinct(StringComparer.Ordinal)],
        }
        : null;

    private static string Text(HttpRequest request, string field) => request.Form[field].ToString().Trim();
}
