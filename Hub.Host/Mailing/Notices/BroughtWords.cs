using Hub.Domain.Privacy;
using Hub.Domain.Submissions;

namespace Hub.Host.Mailing.Notices;

/// <summary>The words of a notice that came with the item or that a person wrote, as its readers may see them; the gate judges them alone.</summary>
/// <remarks>The hub's own words (services, days, kinds, bureaus, sentences) do not pass here: they stand elsewhere in clear, and a blot in them would tell a name that is one of them.</remarks>
internal sealed class BroughtWords
{
    private readonly List<string> said = [];
    private readonly Func<string, string> shown;

    private BroughtWords(Func<string, string> shown) => this.shown = shown;

    /// <summary>Where nobody is protected, and for previews.</summary>
    public static BroughtWords AsTheyAre() => new(static text => text);

    public static BroughtWords Without(Reporter reporter) => new(text => LeakGate.Mask(text, reporter));

    /// <returns>What may stand in the notice.</returns>
    public string Of(string text)
    {
        var left = shown(text);
        said.Add(left);
        return left;
    }

    /// <summary>All that was taken so far, for the gate: together, as a name may end in the next line.</summary>
    public IEnumerable<OutgoingPart> Parts() => [new("isi", string.Join('\n', said))];
}
