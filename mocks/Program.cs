using System.CommandLine;
using Hub.Host.Verbs;
using Hub.Mocks.Certify;
using Hub.Mocks.Demo;

var command = DemoCommand.Create(DemoRun.RunAsync);
command.Add(CertifyVerb.Create());
command.Add(LanesVerb.Create());
command.Add(WriteVerb.Create());
CommandLineWords.Speak(command);
var parsed = command.Parse(args);
foreach (var error in parsed.Errors)
{
    await Console.Error.WriteLineAsync(CommandLineWords.Of(error));
}

return parsed.Errors.Count > 0 ? ExitCode.WrongUsage : await parsed.InvokeAsync();
