namespace Hub.Domain.Routing;

/// <summary>A question made ready for rules and scorer: read once, asked many times.</summary>
internal sealed class QuestionView
{
    private readonly Lazy<TextView> subject;
    private readonly Lazy<TextView> body;
    private readonly Lazy<TextView> category;
    private readonly Lazy<TextView> area;
    private readonly Lazy<TextView> organisation;

    public QuestionView(RoutingQuestion question)
    {
        Question = question;
        Text = TextView.Of(Join(question));
        subject = new(() => TextView.Of(question.Subject));
        body = new(() => TextView.Of(question.Body));
        category = new(() => TextView.Of(question.Category ?? ""));
        area = new(() => TextView.Of(question.Area ?? ""));
        organisation = new(() => TextView.Of(question.Organisation ?? ""));
        UnitCode = LetterNumber.UnitCode(question.LetterNumber);
        To = Address.Plain(question.To);
    }

    public RoutingQuestion Question { get; }

    /// <summary>Category, subject and body: what the scorer reads, in the form in which it learnt.</summary>
    public TextView Text { get; }
    public TextView Category => category.Value;
    public TextView Area => area.Value;
    public TextView Organisation => organisation.Value;
    public string? UnitCode { get; }
    public string? To { get; }

    public ReporterType Reporter =>
        Question.Organisation is { Length: > 0 } || UnitCode is not null ? ReporterType.Office : ReporterType.Person;

    public TextView Part(TextPart part) => part switch
    {
        TextPart.Subject => subject.Value,
        TextPart.Body => body.Value,
        _ => Text,
    };

    /// <summary>Many bodies open with their own subject; it counts once.</summary>
    private static string Join(RoutingQuestion question)
    {
        var letter = question.Body.StartsWith(question.Subject, StringComparison.OrdinalIgnoreCase) ? question.Body : $"{question.Subject} | {question.Body}";
        return question.Category is { Length: > 0 } category ? $"{category} | {letter}" : letter;
    }
}
