namespace Hub.Mocks.Demo;

/// <summary>Why the demo does not start, in one sentence for the person who typed the command.</summary>
internal sealed class DemoRefusal : Exception
{
    public DemoRefusal(string sentence, params object?[] values)
        : base(DemoTexts.Say(sentence, values))
    {
    }
}
