using Hub.Host.Foundation.Texts;

namespace Hub.Host.Web.Parts;

/// <summary>How a field says that it is wrong: <c>@attributes="faults.On("address")"</c>, and beside it a <see cref="FaultOf"/>.</summary>
internal static class FieldFaults
{
    /// <param name="field">Its id.</param>
    /// <param name="hint">The id of what explains it.</param>
    public static IReadOnlyDictionary<string, object> On(this IReadOnlyList<FieldFault> faults, string field, string? hint = null)
    {
        var isWrong = faults.Any(f => string.Equals(f.Field, field, StringComparison.Ordinal));
        var said = new Dictionary<string, object>(StringComparer.Ordinal);
        var describedBy = string.Join(' ', new[] { hint, isWrong ? field + "-fault" : null }.OfType<string>());
        if (describedBy.Length > 0)
        {
            said["aria-describedby"] = describedBy;
        }

        if (isWrong)
        {
            said["aria-invalid"] = "true";
        }

        return said;
    }
}
