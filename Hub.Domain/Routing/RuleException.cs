namespace Hub.Domain.Routing;

/// <summary>A rule set that the hub refuses; the message is one sentence that names the rule and the field.</summary>
public sealed class RuleException : Exception
{
    public RuleException() { }
    public RuleException(string message) : base(message) { }
    public RuleException(string message, Exception inner) : base(message, inner) { }
}
