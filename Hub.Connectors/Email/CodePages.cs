using System.Runtime.CompilerServices;
using System.Text;

namespace Hub.Connectors.Email;

/// <summary>Makes the old charsets known before the first mail is touched: MimeKit remembers for ever what it could not find once.</summary>
internal static class CodePages
{
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
