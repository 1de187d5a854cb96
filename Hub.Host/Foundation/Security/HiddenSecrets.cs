using System.Text.RegularExpressions;
using Serilog.Core;
using Serilog.Events;

namespace Hub.Host.Foundation.Security;

/// <summary>Takes the secrets of links (setup code, sign-in key, single sign-on code), and what somebody searched for, out of every log line, whoever writes it and at whatever level: an address stands there whole where the web server writes each request.</summary>
internal sealed partial class HiddenSecrets : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, value) in logEvent.Properties.ToList())
        {
            if (Hidden(value) is { } hidden)
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, hidden));
            }
        }
    }

    /// <returns>Null when there is nothing to hide.</returns>
    private static ScalarValue? Hidden(LogEventPropertyValue value)
    {
        var text = value is ScalarValue scalar ? scalar.Value?.ToString() : value.ToString();
        return text is not null && Secret().IsMatch(text) ? new ScalarValue(Secret().Replace(text, "$1=…")) : null;
    }

    [GeneratedRegex(@"(?:\b|(?<=%3F|%26))(kunci|code|state|session_state|id_token|q)(?:=|%3D)[^&\s""<>]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Secret();
}
