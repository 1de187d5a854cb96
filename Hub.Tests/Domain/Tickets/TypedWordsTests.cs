using System.Reflection;
using Hub.Domain.Tickets;

namespace Hub.Tests.Domain.Tickets;

/// <summary>Whatever a person types for a change is measured: words without a bound are held many times over by each look, mail and page.</summary>
public sealed class TypedWordsTests
{
    /// <summary>Brought by a source, a whole mail or the hub itself, or the number, code or key of something that has to be there.</summary>
    private static readonly HashSet<string> NotTyped = ["HearReporter", "Vanish", "Keep", "Assign.Bureau", "WaitFor.Authority", "Begin.Rule", "Reclassify.Class", "Merge.Into", "Link.With", "Join.Into", "Note.Letter"];

    public static TheoryData<string> Changes => [.. typeof(TicketChange).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(TicketChange)) && !NotTyped.Contains(t.Name)).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Changes))]
    public void All_words_of_a_change_are_measured(string name)
    {
        var type = typeof(TicketChange).GetNestedType(name)!;
        var maker = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var words = maker.GetParameters().Where(p => p.ParameterType == typeof(string) && !NotTyped.Contains($"{name}.{p.Name}")).ToDictionary(p => p.Name!, p => $"<{p.Name}>");
        var change = (TicketChange)maker.Invoke([.. maker.GetParameters().Select(p => words.GetValueOrDefault(p.Name!) ?? (p.ParameterType.IsValueType ? Activator.CreateInstance(p.ParameterType) : (p.ParameterType == typeof(IReadOnlyList<TicketPart>) ? new[] { new TicketPart("<part>", "kesra", null) } : null)))]);

        var measured = string.Join('\n', change.Typed);
        foreach (var word in words.Values)
        {
            measured.ShouldContain(word);
        }
    }
}
