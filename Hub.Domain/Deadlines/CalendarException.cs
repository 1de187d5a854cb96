namespace Hub.Domain.Deadlines;

/// <summary>A calendar, a standard or a date that the engine refuses; the message is one sentence for the person who edits or asks, in the language of the page or shell.</summary>
public sealed class CalendarException : Exception
{
    private static readonly Sentences Texts = new(typeof(CalendarException));

    public CalendarException() { }
    public CalendarException(string message) : base(message) { }
    public CalendarException(string message, Exception inner) : base(message, inner) { }

    /// <param name="sentence">Its name in <c>CalendarException.resx</c>.</param>
    /// <param name="values">For its blanks.</param>
    public static CalendarException Of(string sentence, params object?[] values) => new(Say(sentence, values));

    public static CalendarException Of(Exception inner, string sentence, params object?[] values) => new(Say(sentence, values), inner);

    /// <summary>A part of a sentence.</summary>
    public static string Say(string sentence, params object?[] values) => Texts.Say(sentence, values);
}
