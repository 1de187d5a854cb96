namespace Hub.Connectors.Email;

/// <summary>How the kind <c>email</c> is offered to administrators.</summary>
public static class EmailKind
{
    public static ConnectorKind Kind { get; } = new()
    {
        Name = "email",
        System = "email",
        OwnItems = true,
        Answers = AnswerWay.ByMail,
        Title = "Kotak surel (IMAP)",
        Options = typeof(EmailOptions),
        Cron = "0 0/2 * * * ?",
        Create = (context, options) => new EmailConnector(context, (EmailOptions)options),
    };
}
