using System.Text.RegularExpressions;

namespace Hub.Domain;

/// <summary>Reads with expressions that have a time limit. The limit counts the clock, not the work: on a crowded machine it may pass while nothing was done, so one passing decides nothing.</summary>
public static class RegexPatience
{
    private const int Tries = 3;

    /// <param name="read">Looks through a text; tried again when it takes too long.</param>
    /// <param name="otherwise">Holds where it took too long each time: the text itself is at fault.</param>
    public static T Read<T>(Func<T> read, Func<T> otherwise)
    {
        for (var tries = 1; tries <= Tries; tries++)
        {
            try
            {
                return read();
            }
            catch (RegexMatchTimeoutException)
            {
                // Again, or the answer below.
            }
        }

        return otherwise();
    }
}
