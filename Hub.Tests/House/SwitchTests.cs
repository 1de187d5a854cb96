using System.Text.RegularExpressions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Links;

namespace Hub.Tests.House;

/// <summary>Where tickets are changed, dates counted and mails understood, a new member of an enum is never met by a default branch: the compiler asks for it by name.</summary>
public sealed partial class SwitchTests
{
    private static readonly string[] Acting =
    [
        "Hub.Domain/Conversation", "Hub.Domain/Deadlines", "Hub.Domain/Tickets", "Hub.Host/FollowUp", "Hub.Host/Mailing/Conversation", "Hub.Host/Mailing/Links", "Hub.Host/Mailing/Outbox", "Hub.Host/Work/Tickets",
    ];

    private static readonly HashSet<string> Enums =
        new[] { typeof(Ticket).Assembly, typeof(Hub.Connectors.IConnector).Assembly, typeof(LinkAct).Assembly }.SelectMany(a => a.GetTypes()).Where(t => t.IsEnum).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void No_switch_over_an_enum_has_a_default_branch_that_acts() =>
        Acting.SelectMany(folder => Tree.Files(folder, "*.cs")).SelectMany(file => Faults(Tree.Read(file)).Select(fault => $"{file}: {fault}")).ShouldBeEmpty();

    [Theory]
    [InlineData("kind switch { ClockKind.Promise => 1, _ => 2, }", true)]
    [InlineData("kind switch { ClockKind.Promise => 1, _ => throw new UnreachableException(), }", false)]
    [InlineData("switch (kind) { case ClockKind.Promise: Act(); break; default: Act(); break; }", true)]
    [InlineData("name switch { \"a\" => ClockKind.Promise, _ => ClockKind.Class, }", false)]
    public void The_test_sees_what_it_looks_for(string code, bool fault) => Faults(code).Any().ShouldBe(fault);

    private static IEnumerable<string> Faults(string code)
    {
        foreach (var body in Switch().Matches(code).Select(m => Body(code, m.Index + m.Length - 1)))
        {
            var named = Label().Matches(body).FirstOrDefault(m => Enums.Contains(m.Groups["type"].Value));
            if (named is not null && Default().Match(body) is { Success: true } standard)
            {
                yield return $"{named.Groups["type"].Value}: {standard.Value.Trim()}";
            }
        }
    }

    /// <summary>What stands between a brace and its partner, without what is nested deeper.</summary>
    private static string Body(string code, int open)
    {
        var (depth, own) = (0, new System.Text.StringBuilder());
        for (var i = open; i < code.Length; i++)
        {
            depth += code[i] == '{' ? 1 : code[i] == '}' ? -1 : 0;
            if (depth == 0)
            {
                break;
            }

            if (depth == 1 && i > open)
            {
                own.Append(code[i]);
            }
        }

        return own.ToString();
    }

    [GeneratedRegex(@"\bswitch\s*(\([^{};]*\)\s*)?\{", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Switch();

    [GeneratedRegex(@"(^|[,;}\n]|\bcase)\s*(?<type>[A-Z]\w+)\.[A-Z]\w+[^,;:]*?(=>|:)", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Label();

    [GeneratedRegex(@"(^|[,;\n])\s*(_ =>|default:)(?!\s*throw)[^,;\n]*", RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Default();
}
