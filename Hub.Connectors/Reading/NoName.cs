using System.Text.RegularExpressions;

namespace Hub.Connectors.Reading;

/// <summary>A name by which somebody asks not to be named, whatever a flag beside it says: "Anonim", "anonymous", "tanpa nama".</summary>
internal static partial class NoName
{
    /// <summary>Null is no name either, but asks for nothing.</summary>
    public static bool Asks(string? name) => name is not null && Shape().IsMatch(name);

    [GeneratedRegex(@"^\W{0,9}(?:anonim|anonym|(?:orang|warga|pelapor|pengirim)\W{1,9}anonim\W*$|tanpa\W{1,9}nama\W*$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
