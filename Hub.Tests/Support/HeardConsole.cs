using System.Text;

namespace Hub.Tests.Support;

/// <summary>What is written to the console by one test and whatever it starts, both streams; the others of the process write on undisturbed.</summary>
internal sealed class HeardConsole : TextWriter
{
    private static readonly AsyncLocal<StringBuilder?> Ear = new();
    private static readonly Lazy<bool> Installed = new(Install);
    private readonly TextWriter console;

    private HeardConsole(TextWriter console) => this.console = console;

    public override Encoding Encoding => console.Encoding;

    /// <returns>What the act returned, and all that was said meanwhile.</returns>
    public static async Task<(T Result, string Said)> DuringAsync<T>(Func<Task<T>> act)
    {
        _ = Installed.Value;
        var said = new StringBuilder();
        Ear.Value = said;
        var result = await act();
        Ear.Value = null;
        lock (said)
        {
            return (result, said.ToString());
        }
    }

    public override void Write(char value)
    {
        if (Ear.Value is { } said)
        {
            lock (said)
            {
                said.Append(value);
            }
        }
        else
        {
            console.Write(value);
        }
    }

    private static bool Install()
    {
        Console.SetOut(new HeardConsole(Console.Out));
        Console.SetError(new HeardConsole(Console.Error));
        return true;
    }
}
