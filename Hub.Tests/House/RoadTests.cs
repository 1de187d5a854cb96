using System.Reflection;
using Hub.Domain.Tickets;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hub.Tests.House;

/// <summary>A ticket begins and changes on one road; nothing beside it sets clocks, bureau or service.</summary>
public sealed class RoadTests
{
    /// <summary>The road itself, the law that derives for it, the stores' own text, who takes from old tickets what erasing left there, who raises flags that were taken out of the store, and the benches, which fill stores of their own.</summary>
    private static readonly string[] OnTheRoad = ["Hub.Host/Work/Tickets/", "Hub.Host/Work/LawInForce.cs", "Hub.Host/Storage/", "Hub.Host/People/Privacy/OldWords.cs", "Hub.Host/People/Privacy/LostFlags.cs", "Hub.Host/Verbs/Bench/"];

    /// <summary>What is public of a ticket besides reading it: its beginning, what the road derives, and files.</summary>
    private static readonly string[] OpenToAll = [nameof(Ticket.Open), nameof(Ticket.OpenStub), nameof(Ticket.Continue), nameof(Ticket.IsOpenedAnewBy), nameof(Ticket.Name), nameof(Ticket.SetClocks), nameof(Ticket.Attach), nameof(Ticket.IsLate), nameof(Ticket.IsObjectedBy), nameof(Ticket.IsReleased),
        .. Sealing];

    /// <summary>Covering and revealing words; who may is held by <see cref="DoorTests"/>.</summary>
    private static string[] Sealing => [nameof(Ticket.IsWhole), nameof(Ticket.LengthOfWords), nameof(Ticket.Brought), nameof(Ticket.Texts), nameof(Ticket.LockWith), nameof(Ticket.Reveal), nameof(Ticket.Cover), nameof(Ticket.Forgotten), nameof(Ticket.TakeFlagsBack)];

    [Fact]
    public void Nothing_beside_the_road_writes_a_ticket() =>
        Tree.Files("Hub.Host", "*.cs").Where(path => !OnTheRoad.Any(part => path.StartsWith(part, StringComparison.Ordinal)))
            .SelectMany(path => Writing(Tree.Read(path)).Select(code => $"{path}: {code}"))
            .ShouldBeEmpty("hand a TicketChange to the TicketRoad, or open the ticket there");

    [Theory]
    [InlineData("law.SetClocks(ticket);")]
    [InlineData("ticket.SetClocks([]);")]
    [InlineData("db.Tickets.Add(ticket);")]
    [InlineData("""await db.Database.ExecuteSqlAsync($"UPDATE tickets SET bureau = {x}");""")]
    [InlineData("""const string Sql = "DELETE FROM ticket_clocks";""")]
    [InlineData("await db.Tickets.Where(t => t.Id == 1).ExecuteUpdateAsync(s => s.SetProperty(t => t.Service, 3), token);")]
    [InlineData("await db.Clocks.Where(c => c.TicketId == id).ExecuteDeleteAsync(token);")]
    public void What_writes_beside_it_is_seen(string code) => Writing(code).ShouldHaveSingleItem();

    [Theory]
    [InlineData("await road.ChangeAsync(number, change, actor, null, token);")]
    [InlineData("await db.Tickets.Where(t => t.Id == 1).ToListAsync(token);")]
    [InlineData("await db.Envelopes.Where(e => e.TicketId == 1).ExecuteDeleteAsync(token);")]
    public void What_reads_is_none(string code) => Writing(code).ShouldBeEmpty();

    [Fact]
    public void Nobody_outside_the_domain_sets_a_fact_of_a_ticket()
    {
        foreach (var type in new[] { typeof(Ticket), typeof(TicketClock), typeof(TicketEvent) })
        {
            type.GetProperties().Where(p => p.SetMethod is { IsPublic: true }).Select(p => $"{type.Name}.{p.Name}").ShouldBeEmpty();
        }

        typeof(Ticket).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(m => !m.IsSpecialName).Select(m => m.Name).Distinct().Except(OpenToAll).ShouldBeEmpty("a verb of a ticket is reached by a TicketChange");
    }

    private static IEnumerable<string> Writing(string code)
    {
        var root = CSharpSyntaxTree.ParseText(code).GetRoot();
        var calls = root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(Writes).Select(call => call.ToString());
        var sql = root.DescendantNodes().Where(node => node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax).Select(node => node.ToString())
            .Where(text => Verbs.Any(verb => Tables.Any(table => text.Contains($"{verb} {table}", StringComparison.OrdinalIgnoreCase))));
        return calls.Concat(sql);
    }

    private static readonly string[] Verbs = ["UPDATE", "INSERT INTO", "DELETE FROM"];

    private static readonly string[] Tables = ["tickets", "ticket_clocks", "ticket_events"];

    private static readonly string[] Sets = ["Tickets", "Clocks", "TicketEvents"];

    private static bool Writes(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax member && member.Name.Identifier.ValueText switch
    {
        "SetClocks" => true,
        "Add" or "AddRange" or "Remove" or "RemoveRange" => member.Expression is MemberAccessExpressionSyntax set && Sets.Contains(set.Name.Identifier.ValueText),
        "ExecuteUpdateAsync" or "ExecuteDeleteAsync" or "ExecuteUpdate" or "ExecuteDelete" => IsOfTickets(member.Expression),
        _ => false,
    };

    /// <summary>The set that the chain of calls begins with.</summary>
    private static bool IsOfTickets(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => IsOfTickets(member.Expression),
        MemberAccessExpressionSyntax set => Sets.Contains(set.Name.Identifier.ValueText),
        _ => false,
    };
}
