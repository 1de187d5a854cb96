using System.Globalization;

namespace Hub.Domain.Tickets;

/// <summary>What reporters of merged tickets are told: <c>FollowerTexts.resx</c> (Indonesian) and <c>FollowerTexts.en.resx</c>.</summary>
internal sealed class FollowerTexts
{
    private static readonly Sentences Texts = new(typeof(FollowerTexts));

    /// <summary>In the language of letters to reporters.</summary>
    public static string Answered => Texts.Say(CultureInfo.GetCultureInfo("id"), "Answered");
}
