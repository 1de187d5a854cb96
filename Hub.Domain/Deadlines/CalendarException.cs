namespace Hub.Domain.Deadlines;

/// <summary>A calendar, a standard or a date that the engine refuses; the message is one sentence for the person who edits or asks.</summary>
public sealed class CalendarException : Exception
{
    public CalendarException() { }
    public CalendarException(string message) : base(message) { }
    public CalendarException(string message, Exception inner) : base(message, inner) { }
}
