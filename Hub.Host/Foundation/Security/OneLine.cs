using Serilog.Core;
using Serilog.Events;

namespace Hub.Host.Foundation.Security;

/// <summary>What others say stays on its line of the log: no answer of a server, name of a file or word of a visitor writes a line of its own.</summary>
internal sealed class OneLine : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        foreach (var (name, value) in logEvent.Properties.ToList())
        {
            if (value is ScalarValue { Value: { } said } && said.ToString() is { } text && text.Any(char.IsControl))
            {
                logEvent.AddOrUpdateProperty(new LogEventProperty(name, new ScalarValue(string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)))));
            }
        }
    }
}
