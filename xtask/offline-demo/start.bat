@echo off
rem Starts serve.py with the Python that is there; Windows' own stand-in for it, which opens a shop, does not count.
cd /d "%~dp0"
py -3 --version >nul 2>nul && (py -3 serve.py & goto :eof)
python --version >nul 2>nul && (python serve.py & goto :eof)
python3 --version >nul 2>nul && (python3 serve.py & goto :eof)
echo Python 3 is not on this computer, and the page needs it to be served.
echo Install it from https://www.python.org/downloads/, then open start.bat again;
echo or put the folder "page" on any web server. Nothing was changed.
pause
