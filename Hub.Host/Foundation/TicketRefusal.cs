using Hub.Domain;

namespace Hub.Host.Foundation;

/// <summary>The state of a ticket or an item does not allow what was asked; the message is for the person who asked, in the language of the page or mail.</summary>
public class TicketRefusal(string message, Exception? inner = null) : Exception(message, inner)
{
    private static readonly Sentences Texts = new(typeof(RefusalTexts));

    /// <param name="sentence">Its name in <see cref="RefusalTexts"/>.</param>
    /// <param name="values">For its blanks.</param>
    public static TicketRefusal Of(string sentence, params object?[] values) => new(Say(sentence, values));

    public static TicketRefusal Of(Exception inner, string sentence) => new(Say(sentence), inner);

    internal static string Say(string sentence, params object?[] values) => Texts.Say(sentence, values);
}

/// <summary>Marks the sentences of refusals: <c>RefusalTexts.resx</c> (Indonesian) and <c>RefusalTexts.en.resx</c>.</summary>
public sealed class RefusalTexts;
