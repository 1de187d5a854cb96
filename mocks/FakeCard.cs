using System.Net;

namespace Hub.Mocks;

/// <summary>What a fake is, for whoever opens its address.</summary>
/// <param name="Title">The system that it stands in for.</param>
/// <param name="Calls">What it answers, one call each.</param>
public sealed record FakeCard(string Title, params IReadOnlyList<string> Calls)
{
    /// <summary>The page at its root.</summary>
    internal string Page() => $"""
        <!doctype html><html lang=id><head><meta charset=utf-8><meta name=viewport content="width=device-width, initial-scale=1"><title>{WebUtility.HtmlEncode(Title)} tiruan</title></head>
        <body><h1>{WebUtility.HtmlEncode(Title)} tiruan</h1><p>Server uji ini menjawab:</p><ul>{string.Concat(Calls.Select(c => $"<li><code>{WebUtility.HtmlEncode(c)}</code></li>"))}</ul>
        <p>Gangguan: <a href="/__faults"><code>/__faults</code></a>. Antarmuka WireMock: <a href="/__admin/mappings"><code>/__admin/mappings</code></a>.</p></body></html>
        """;
}
