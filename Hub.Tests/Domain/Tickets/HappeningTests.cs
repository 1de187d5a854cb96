using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

public sealed class HappeningTests
{
    [Fact]
    public void Every_kind_of_event_has_its_record() =>
        typeof(Happening).GetNestedTypes().Select(t => t.Name).ShouldBe(Enum.GetNames<TicketEventKind>(), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_without_detail_is_read(TicketEventKind kind) => Happening.Read(kind, null).Kind.ShouldBe(kind);

    [Fact]
    public void What_is_written_is_read_again()
    {
        Happening[] happened =
        [
            new Happening.Reassigned("kesra", "adpim", 33, 27), new Happening.Merged("KU-2026-000001", TicketStatus.InProgress), new Happening.Reminded("clock-1/v1/due/Staff", "due", "Staff", 2, new DateOnly(2026, 3, 4)),
        ];

        happened.ShouldAllBe(h => Happening.Read(h.Kind, h.Write()) == h);
        new Happening.Accepted().Write().ShouldBeNull();
    }

    [Theory]
    [InlineData(TicketEventKind.Reassigned, """{"from":"umum","to":"hukum","service":null}""", "hukum")]
    [InlineData(TicketEventKind.NotOurs, """{"target":"PLN"}""", "PLN")]
    [InlineData(TicketEventKind.Merged, """{"into":"KU-2026-000002","was":"New"}""", "KU-2026-000002")]
    [InlineData(TicketEventKind.Flagged, """{"anonymous":true,"secret":false}""", "True")]
    [InlineData(TicketEventKind.DeliveryFailed, """{"purpose":4,"bureau":"kesra"}""", "kesra")]
    public void What_was_written_before_there_were_types_is_read(TicketEventKind kind, string stored, string said) => Happening.Read(kind, stored).ToString().ShouldContain(said);

    /// <summary>What is neither looked through nor one of these may name whoever is protected, and lies open in the store.</summary>
    [Fact]
    public void Every_word_of_an_event_is_looked_through_or_is_a_code_of_ours()
    {
        string[] codes =
        [
            "Opened.Source", "Routed.To", "Reassigned.From", "Reassigned.To", "WaitingBegan.Authority", "TermBegan.Rule", "Returned.From", "DeadlineChanged.Calendar", "Reclassified.ClassBefore",
            "Reminded.Key", "Reminded.Level", "Reminded.Role", "Escalated.Key", "Escalated.Level", "Escalated.Role", "Linked.Reason", "Merged.Into", "DeliveryFailed.Notice", "DeliveryFailed.Bureau", "Note.Office",
        ];

        typeof(Happening).GetNestedTypes().SelectMany(OpenWords).ShouldBe(codes, ignoreOrder: true);
    }

    /// <summary>Text, or holds some, and stays as it is when every word is covered.</summary>
    private static IEnumerable<string> OpenWords(Type type)
    {
        var parameters = type.GetConstructors().Single().GetParameters();
        parameters.ShouldAllBe(p => Words(p.ParameterType) || Nullable.GetUnderlyingType(p.ParameterType) != null || p.ParameterType == typeof(IReadOnlyList<int>) || p.ParameterType == typeof(IReadOnlyList<RuleMove>), $"{type.Name}: neither words nor numbers");
        var covered = ((Happening)Activator.CreateInstance(type, [.. parameters.Select(p => Words(p.ParameterType) ? "kata" : null)])!).Each(static _ => "▇");
        return from parameter in parameters where Words(parameter.ParameterType) && (string?)type.GetProperty(parameter.Name!)!.GetValue(covered) == "kata" select $"{type.Name}.{parameter.Name}";
    }

    private static bool Words(Type type) => type == typeof(string);

    public static TheoryData<TicketEventKind> Kinds => [.. Enum.GetValues<TicketEventKind>()];
}
