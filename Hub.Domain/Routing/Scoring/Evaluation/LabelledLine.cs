using System.Text.Json;
using Hub.Domain.Letters;
using Hub.Domain.Submissions;

namespace Hub.Domain.Routing.Scoring.Evaluation;

/// <summary>A request with the right answer beside it, one JSON object a line, as the exam that ships is written.</summary>
public sealed record LabelledLine(
    string Source, string? To, DateOnly Received, string? Subject, string? Body, IReadOnlyList<LabelledFile> Attachments, string? Category, string? Bureau, int? Service, string? Kind, bool Protect, bool Triage)
{
    private const string Exam = "exam.jsonl";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The exam that ships: 120 requests that nothing is learnt from.</summary>
    public static IReadOnlyList<RouteCase> OfExam()
    {
        using var reader = new StreamReader(typeof(LabelledLine).Assembly.GetManifestResourceStream(Exam)!);
        var cases = new List<RouteCase>();
        while (reader.ReadLine() is { } line)
        {
            cases.Add(Read(line).Case);
        }

        return cases;
    }

    public static LabelledLine Read(string line) => JsonSerializer.Deserialize<LabelledLine>(line, Json)!;

    public RouteCase Case => new(Question, Bureau, Service, Asked, Triage);

    /// <summary>What came, with the first letter that was read.</summary>
    private RoutingQuestion Question
    {
        get
        {
            var text = Attachments.Select(file => file.Text).FirstOrDefault(text => text is { Length: > 0 });
            var letter = text is null ? null : LetterReader.Read(text, Received);
            return new RoutingQuestion
            {
                System = Source, To = To, Subject = Subject ?? "", Body = $"{Body}\n\n{text}".Trim(), Category = Category, LetterNumber = letter?.Number, Organisation = letter?.From,
            };
        }
    }

    private SubmissionKind? Asked => Kind switch
    {
        "complaint" => SubmissionKind.Complaint,
        "request" => SubmissionKind.Request,
        "information" => SubmissionKind.InformationRequest,
        "aspiration" => SubmissionKind.Aspiration,
        "report" => SubmissionKind.Report,
        _ => null,
    };
}

/// <param name="Text">What a reader of letters found in it; null when it was no text.</param>
public sealed record LabelledFile(string? Name, string? Text);
