using System.Globalization;

namespace Hub.Domain.Tickets;

/// <summary>What reporters of merged tickets are told: <c>FollowerTexts.resx</c> (Indonesian) and <c>FollowerTexts.en.resx</c>.</summary>
internal sealed class FollowerTexts
{
    private static readonly Sentences Texts = new(typeof(FollowerTexts));

    /// <summary>Where it belongs, without the words of whoever wrote it for the protected one.</summary>
    public static string Elsewhere => Texts.Say(CultureInfo.GetCultureInfo("id"), "Elsewhere");

    /// <summary>Why it was sent there, as far as that may be told.</summary>
    public static string SentOn => Texts.Say(CultureInfo.GetCultureInfo("id"), "SentOn");

    /// <summary>In the language of letters to reporters.</summary>
    public static string Answered => Texts.Say(CultureInfo.GetCultureInfo("id"), "Answered");
}
