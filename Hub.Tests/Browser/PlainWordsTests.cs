using System.Net;
using System.Text.RegularExpressions;
using Hub.Domain.Tickets;
using Hub.Host.Storage.Rows;

namespace Hub.Tests.Browser;

/// <summary>No room shows people what is for machines: ids, JSON, names of the code, keys of settings, numbers of rules, blanks that nothing filled. What is raw stands in <c>code</c> and <c>pre</c> or behind "technical details".</summary>
public sealed partial class PlainWordsTests
{
    private static readonly HashSet<string> Names = new[] { typeof(TicketStatus), typeof(TicketEventKind), typeof(NoticePurpose), typeof(OutboxState), typeof(RunOutcome), typeof(ContactRole), typeof(NoticeChoice) }
        .SelectMany(Enum.GetNames).Where(n => n.Skip(1).Any(char.IsUpper)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Rooms that tell an administrator which setting of the file to fill in: there is no other place for it.</summary>
    private static readonly string[] TellSettings = ["cadangan", "setelan-penyiapan"];

    /// <summary>The room where wordings are written, with the blanks that the hub fills.</summary>
    private const string Writes = "kalimat";

    [Theory]
    [InlineData("id")]
    [InlineData("en")]
    public async Task Every_room_speaks_to_people(string language)
    {
        await using var hub = await BusyHub.StartAsync();
        await hub.Rooms.PostAsync("/tickets/KU-2026-000002", "note", ("text", "Sudah ditelepon."), ("seen", "9"));
        using var client = hub.Rooms.Client();
        client.DefaultRequestHeaders.Add("Cookie", $"hub.bahasa={language}");
        var faults = new List<string>();
        foreach (var (name, path) in EveryRoom.Of(hub))
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            var text = TextOf(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            faults.AddRange(Raw().Matches(text).Select(m => m.Value).Concat(Word().Matches(text).Select(m => m.Value).Where(Names.Contains)).Where(f => (f != "Hub:" || !TellSettings.Contains(name)) && (name != Writes || f[0] != '{')).Distinct(StringComparer.Ordinal).Select(f => $"{name}: {f}"));
        }

        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<p>0123456789abcdef0123456789abcdef</p>", true)]
    [InlineData("<p>{\"id\":1}</p>", true)]
    [InlineData("<p>ticket.Answer</p>", true)]
    [InlineData("<p>tenggat R19</p>", true)]
    [InlineData("<p>Setelan Hub:Mail</p>", true)]
    [InlineData("<p>dari null</p>", true)]
    [InlineData("<p>Kartu <span></span> ()</p>", true)]
    [InlineData("<p>pukul {0}</p>", true)]
    [InlineData("<details><summary>Buka rincian teknis</summary><span>ticket.Answer</span></details>", false)]
    [InlineData("<p>KU-2026-000001 <code>{nomor}</code></p>", false)]
    public void The_test_sees_what_it_looks_for(string html, bool fault) => Raw().IsMatch(TextOf(html)).ShouldBe(fault);

    private static string TextOf(string html) => WebUtility.HtmlDecode(Tag().Replace(Hidden().Replace(html, " "), " "));

    [GeneratedRegex(@"<(script|style|code|pre|textarea|datalist|head|title)\b.*?</\1>|<details>\s*<summary>(Buka rincian teknis|Open technical details)</summary>.*?</details>", RegexOptions.Singleline, 5000)]
    private static partial Regex Hidden();

    [GeneratedRegex(@"<[^>]*>", RegexOptions.None, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[0-9a-f]{32}|\{\s*""|""\s*:\s*[""\[{0-9]|\b[a-z-]+\.[A-Z][a-z]+[A-Za-z]*\b|\bR[0-9]{1,2}\b|\bcustody\b|\([+-][0-9]+\.[0-9]+\)|\bHub:|\b(null|NaN|undefined)\b|\(\s*\)|\[\s*\]|\{[0-9a-z]+\}", RegexOptions.None, 5000)]
    private static partial Regex Raw();

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+\b", RegexOptions.None, 5000)]
    private static partial Regex Word();
}
