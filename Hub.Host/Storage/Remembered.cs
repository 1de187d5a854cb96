namespace Hub.Host.Storage;

/// <summary>What a unit of work has asked its store and need not ask again while it lasts. A question is a record: equal ones have one answer.</summary>
public sealed class Remembered
{
    private readonly Dictionary<object, object?> answers = [];

    /// <summary>Asks the first time; afterwards the answer is at hand.</summary>
    public async ValueTask<T> OnceAsync<T>(object question, Func<Task<T>> ask)
    {
        if (!answers.TryGetValue(question, out var answer))
        {
            answers[question] = answer = await ask();
        }

        return (T)answer!;
    }

    /// <summary>An answer that came with those of others.</summary>
    public void Know(object question, object? answer) => answers[question] = answer;

    /// <summary>An answer that came with another, unless it is at hand.</summary>
    public void KnowNew(object question, object? answer) => answers.TryAdd(question, answer);

    /// <summary>True the first time that it is asked about.</summary>
    public bool IsFirst(object question) => answers.TryAdd(question, null);

    /// <summary>One more of what was counted; nothing where nobody has asked yet.</summary>
    public void CountOn(object question)
    {
        if (answers.TryGetValue(question, out var answer) && answer is int count)
        {
            answers[question] = count + 1;
        }
    }

    /// <summary>What was asked of that kind may have changed.</summary>
    public void Forget<TQuestion>()
    {
        foreach (var question in answers.Keys.Where(static key => key is TQuestion).ToList())
        {
            answers.Remove(question);
        }
    }
}
