using System.Globalization;

namespace Hub.Domain.Tickets;

/// <summary>How reporters are asked for what is missing: <c>RequirementTexts.resx</c> (Indonesian) and <c>RequirementTexts.en.resx</c>.</summary>
internal sealed class RequirementTexts
{
    private static readonly Sentences Texts = new(typeof(RequirementTexts));

    /// <summary>In the language of letters to reporters.</summary>
    public static string PleaseComplete => Texts.Say(CultureInfo.GetCultureInfo("id"), "PleaseComplete");
}
