using System.Runtime.CompilerServices;
using System.Text;

namespace Hub.Tests.Support;

/// <summary>Tests touch MimeKit before any connector; see the same in Hub.Connectors.</summary>
internal static class CodePages
{
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
