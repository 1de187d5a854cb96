using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hub.Domain.Tickets;

namespace Hub.Tests.House;

/// <summary>Whatever is written into the audit trail has a name that people read, in both languages.</summary>
public sealed partial class DeedTests
{
    [Theory]
    [InlineData("Hub.Host/People/Access/AccessTexts.resx")]
    [InlineData("Hub.Host/People/Access/AccessTexts.en.resx")]
    public void Every_deed_of_the_audit_trail_has_words(string texts)
    {
        var named = XDocument.Parse(Tree.Read(texts)).Root!.Elements("data").Select(d => (string)d.Attribute("name")!).Where(n => n.StartsWith("deed.", StringComparison.Ordinal)).Select(n => n["deed.".Length..]).ToHashSet(StringComparer.Ordinal);
        var written = Tree.Files("Hub.Host", "*.cs").SelectMany(f => Line().Matches(Tree.Read(f))).SelectMany(call => Code().Matches(call.Value)).Select(code => code.Groups["code"].Value)
            .Concat(typeof(TicketChange).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(TicketChange))).Select(t => $"ticket.{t.Name}")).Distinct().ToList();

        written.Count.ShouldBeGreaterThan(60);
        written.Where(code => !named.Contains(code)).ShouldBeEmpty();
    }

    /// <summary>A line that writes an entry.</summary>
    [GeneratedRegex(@"^.*\b(?:audit\.WriteAsync|NoteAsync)\(.*$", RegexOptions.Multiline, 5000)]
    private static partial Regex Line();

    [GeneratedRegex("\"(?<code>[a-z][a-z-]*\\.[a-z][a-z-]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Code();
}
