using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.Http;

/// <summary>An absolute http or https address without user name, query or fragment; null passes (see <see cref="RequiredAttribute"/>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HttpAddressAttribute : ValidationAttribute
{
    public HttpAddressAttribute()
        : base(() => OptionFaults.Address)
    {
    }

    public override bool IsValid(object? value) => value switch
    {
        null => true,
        Uri uri => IsPlain(uri),
        string text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && IsPlain(uri),
        _ => false,
    };

    private static bool IsPlain(Uri uri) =>
        uri.IsAbsoluteUri && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;
}
